// $ state rename urn:pulumi:dev::tiny::pulumi-nodejs:dynamic:Resource::one uno --yes
