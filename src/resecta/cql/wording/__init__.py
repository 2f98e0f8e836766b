"""How values, conditions and reasons read in English. ``resecta.cql.words`` hands it out."""
