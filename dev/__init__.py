"""What runs Hearth on a developer's machine."""
