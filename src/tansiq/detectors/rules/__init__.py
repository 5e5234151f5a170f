"""Rules that officers write and can trust: three-valued, explained clause by clause, blind to what is protected."""
