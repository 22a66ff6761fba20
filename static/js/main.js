// Every page works without this; it adds comfort.
import "./theme-switch.js";
import "./reply.js";
