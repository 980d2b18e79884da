using Relay.Azure.Tests.Running;

[assembly: AssemblyFixture(typeof(Azurite))]
