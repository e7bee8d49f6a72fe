// $ destroy --yes --exclude **nobody --exclude urn:pulumi:dev::tiny::test:index:Box::none
