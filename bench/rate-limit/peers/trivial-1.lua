-- The floor: what any script costs.
return 1
