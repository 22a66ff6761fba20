// The desk by keyboard, and live. Without it all works as forms and pages.
import "./keys.js";
import "./send.js";
import "./help.js";
import "./live.js";
import "./presence.js";
