using Relay.Tests.Storage;

[assembly: AssemblyFixture(typeof(EmbeddedTables))]
