"""Documents, editions and messages as JSON, both ways, validated. What is shipped once is read for ever."""
