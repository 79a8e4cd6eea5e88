"""The ground floor: shared words, settings, paths and the tools every room stands on."""
