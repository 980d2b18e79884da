namespace Azure.Data.Tables.Rest;

/// <summary>The address of an account's tables and its key, out of a storage connection string.</summary>
internal sealed record ConnectionString(Uri Endpoint, TableSharedKeyCredential Credential)
{
    // The emulator's account is a published constant, the same on every machine.
    // https://learn.microsoft.com/azure/storage/common/storage-use-emulator
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static ConnectionString Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw Invalid();
            settings[part[..equals]] = part[(equals + 1)..];
        }

        if (settings.TryGetValue("UseDevelopmentStorage", out var emulated) && bool.TryParse(emulated, out var use) && use)
            return new(new($"http://127.0.0.1:10002/{EmulatorAccount}"), new(EmulatorAccount, EmulatorKey));

        if (!settings.TryGetValue("AccountName", out var name) || !settings.TryGetValue("AccountKey", out var key))
            throw Invalid();
        return new(EndpointOf(settings, name), new(name, key));
    }

    private static Uri EndpointOf(Dictionary<string, string> settings, string name)
    {
        if (settings.TryGetValue("TableEndpoint", out var given))
            return Uri.TryCreate(given, UriKind.Absolute, out var endpoint) ? endpoint : throw Invalid();
        var scheme = settings.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        var suffix = settings.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return new($"{scheme}://{name}.table.{suffix}");
    }

    // Never what was given: it holds the key.
    private static InvalidOperationException Invalid() =>
        new("The connection string is not one of a storage account with a key.");
}
