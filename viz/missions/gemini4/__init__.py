"""The plugin of Gemini 4: its flight, its cast and its panel."""
