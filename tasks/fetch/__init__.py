"""Sources -> raw documents."""
