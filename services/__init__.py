"""Parvis: the shared e-services back-office of French local government."""
