"""What `make run` prepares before it serves; a second start finds everything done."""
