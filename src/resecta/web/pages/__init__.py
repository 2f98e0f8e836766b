"""The pages, one file for each thing that people do: a visit comes in, an answer goes out."""
