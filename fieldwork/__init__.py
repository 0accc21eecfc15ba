"""The nouns and rules of the work: plain values, no input or output, no clock of its own."""
