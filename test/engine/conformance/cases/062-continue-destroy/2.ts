// $ destroy --yes --continue-on-error
