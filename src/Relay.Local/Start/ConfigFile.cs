using System.Security.Cryptography;
using Relay.Failures;
using Relay.Routing.Config;

namespace Relay.Local.Start;

/// <summary>Puts a config document out of a file into force, once each time that the file has changed.</summary>
internal static class ConfigFile
{
    /// <summary>Applies the file.</summary>
    /// <returns>What is wrong with it, and whether it was put into force now; neither when that was done before.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async Task<(IReadOnlyList<FailureDetail> Errors, bool IsNew)> ApplyAsync(
        string path, ConfigStore store, CancellationToken cancellationToken)
    {
        var document = await File.ReadAllBytesAsync(path, cancellationToken);
        if (document.Length > ConfigParser.MaxSize)
            return ([new("$", FormattableString.Invariant($"is larger than {ConfigParser.MaxSize} bytes"))], false);
        // A byte order mark, as some editors write it, is not JSON.
        ReadOnlyMemory<byte> json = document.AsSpan().StartsWith("\uFEFF"u8) ? document.AsMemory(3) : document;
        var errors = ConfigParser.Parse(json, out var parsed);
        if (parsed is null) return (errors, false);

        var hash = Convert.ToHexStringLower(SHA256.HashData(document));
        while (true)
        {
            var head = await store.GetHeadAsync(cancellationToken);
            if (head?.FileHash == hash) return ([], false);
            // On an account another relay may have moved the head meanwhile, perhaps by the same file.
            if (await store.PutAsync(json, head, "file", hash, cancellationToken) is not null) return ([], true);
        }
    }
}
