"""The same conversation without JavaScript: one question or group a page, rendered here."""
