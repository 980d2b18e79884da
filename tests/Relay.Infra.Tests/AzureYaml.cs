using YamlDotNet.Serialization;

namespace Relay.Infra.Tests;

/// <summary>azure.yaml, as azd reads it.</summary>
internal static class AzureYaml
{
    /// <summary>The whole file.</summary>
    public static Dictionary<object, object> All() =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(Repository.Read("azure.yaml"));

    /// <summary>The services, by name.</summary>
    public static Dictionary<object, object> Services() => (Dictionary<object, object>)All()["services"];
}
