using Relay.Infra.Tests.Bicep;

[assembly: AssemblyFixture(typeof(BicepFiles))]
