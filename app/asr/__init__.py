"""Recognition: sound to text, one engine per file behind one factory."""
