using System.Runtime.InteropServices;
using Relay.Benchmarks.Contestants;

namespace Relay.Benchmarks.Report;

/// <summary>What the figures were taken on.</summary>
internal static class Machine
{
    private const int Syncs = 200;

    /// <summary>Describes it, a line for each thing.</summary>
    /// <param name="dataFolder">Where Relay's store is to be.</param>
    /// <param name="time">The clock.</param>
    public static string Describe(string dataFolder, TimeProvider time)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        return string.Join('\n',
            FormattableString.Invariant($"- {Environment.ProcessorCount} cores ({Processor()}), {memory:N0} GB of memory"),
            $"- load average before the run: {Load()} (the figures mean something only when it is near 0)",
            $"- {System()}, {RuntimeInformation.FrameworkDescription}, {NginxContestant.FindVersion() ?? "nginx not installed"}",
            $"- Relay's store on {new DriveInfo(dataFolder).DriveFormat}; an append of 1 KB there is synced in "
                + FormattableString.Invariant($"{SyncMilliseconds(dataFolder, time):N3} ms (median)"),
            "- Relay with keys, records, prices and settling on, one account for each kind of answer; "
                + "it and the bare proxy in Release, workstation GC, Kestrel without TLS",
            "");
    }

    private static string System() => FirstOf("/etc/os-release", "PRETTY_NAME=")?.Trim('"') ?? RuntimeInformation.OSDescription;

    private static string Processor() =>
        FirstOf("/proc/cpuinfo", "model name")?.TrimStart('\t', ':', ' ') ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "not known";

    private static string? FirstOf(string file, string start) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))?[start.Length..]
        : null;

    private static double SyncMilliseconds(string folder, TimeProvider time)
    {
        using var file = new FileStream(
            Path.Combine(folder, "sync"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose);
        var line = new byte[1024];
        return Median.Of(Enumerable.Range(0, Syncs).Select(_ =>
        {
            file.Write(line);
            var started = time.GetTimestamp();
            file.Flush(flushToDisk: true);
            return time.GetElapsedTime(started).TotalMilliseconds;
        })).Value;
    }
}
