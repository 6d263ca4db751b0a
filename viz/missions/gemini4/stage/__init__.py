"""How Gemini 4, her launcher and her crew are drawn."""
