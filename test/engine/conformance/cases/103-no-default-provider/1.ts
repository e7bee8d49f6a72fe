// $ config set --path pulumi:disable-default-providers[0] random
