"""Hearing: where sound comes from, one backend per system behind one factory."""
