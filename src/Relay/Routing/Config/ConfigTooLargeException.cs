namespace Relay.Routing.Config;

/// <summary>A config document is larger than <see cref="ConfigStore.MaxCompressedSize"/> when compressed.</summary>
internal sealed class ConfigTooLargeException()
    : Exception(FormattableString.Invariant($"The config is larger than {ConfigStore.MaxCompressedSize} bytes when compressed."));
