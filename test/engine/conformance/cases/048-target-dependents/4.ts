// $ destroy --yes --target **one --target-dependents
