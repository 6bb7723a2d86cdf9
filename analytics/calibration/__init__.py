"""Were past verdicts right? Past days replayed from the store, held against what happened since."""
