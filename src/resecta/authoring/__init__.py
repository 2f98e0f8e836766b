"""Tools for those who write a guideline: coverage, the document to sign off, mutation tests, a starter.

A checked ``Guideline`` comes in; tables, documents and pages go out. Import the module of the tool that is wanted.
"""
