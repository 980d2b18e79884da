using System.Globalization;
using System.Text.Json;

namespace Relay.Local.Hosting;

/// <summary>What the local host heeds of host.json.</summary>
/// <param name="RoutePrefix">What comes before every route; may be empty.</param>
/// <param name="FunctionTimeout">How long a function may run; infinite when host.json says -1.</param>
internal sealed record HostJson(string RoutePrefix, TimeSpan FunctionTimeout)
{
    // The longest that a timer takes: uint.MaxValue - 1 milliseconds.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    // Read as the worker reads it: any case, no comments.
    private static readonly JsonSerializerOptions AsTheWorkerReads = new() { PropertyNameCaseInsensitive = true };

    /// <summary>What holds without a host.json: the host's own prefix, and the Flex plan's time-out.</summary>
    public static HostJson Default { get; } = new("api", TimeSpan.FromMinutes(30));

    /// <summary>Reads host.json.</summary>
    /// <param name="folder">Where it lies; it may be absent.</param>
    /// <exception cref="FunctionLoadException">It is not valid.</exception>
    public static HostJson Read(string folder)
    {
        var path = Path.Combine(folder, "host.json");
        if (!File.Exists(path))
            return Default;
        try
        {
            var file = JsonSerializer.Deserialize<HostFile>(File.ReadAllBytes(path), AsTheWorkerReads);
            return new HostJson(
                file?.Extensions?.Http?.RoutePrefix ?? Default.RoutePrefix,
                file?.FunctionTimeout is { } text ? ParseTimeout(text) : Default.FunctionTimeout);
        }
        catch (JsonException e)
        {
            throw new FunctionLoadException($"host.json is not valid: {e.Message}");
        }
    }

    private static TimeSpan ParseTimeout(string text)
    {
        if (text == "-1")
            return Timeout.InfiniteTimeSpan;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout)
            && timeout > TimeSpan.Zero && timeout <= LongestTimeout)
        {
            return timeout;
        }
        throw new FunctionLoadException($"host.json: functionTimeout is '{text}', and must be 'hh:mm:ss' or '-1'.");
    }

    private sealed record HostFile(string? FunctionTimeout, HostExtensions? Extensions);

    private sealed record HostExtensions(HttpExtension? Http);

    private sealed record HttpExtension(string? RoutePrefix);
}
