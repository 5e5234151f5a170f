"""The words of the screens: each part once, living, for those who make screens."""
