// $ destroy --yes
