using Microsoft.Extensions.Configuration;

namespace Relay.Local.Tests.Running;

/// <summary>A setting of a relay that cannot be read, in a way that nothing foresees.</summary>
internal sealed class BrokenConfiguration(string name) : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override bool TryGet(string key, out string? value) => key != name
        ? base.TryGet(key, out value)
        : throw new NotSupportedException("The test has broken it.");
}
