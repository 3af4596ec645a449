"""Voices by what they mean: near ones are found whatever their words, in Chinese and in English."""
