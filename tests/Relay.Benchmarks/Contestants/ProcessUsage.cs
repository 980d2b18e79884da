using System.Diagnostics;
using System.Globalization;

namespace Relay.Benchmarks.Contestants;

/// <summary>What processes use.</summary>
/// <param name="CpuTime">Processor time since their start.</param>
/// <param name="ResidentBytes">Memory that is resident now.</param>
internal readonly record struct ProcessUsage(TimeSpan CpuTime, long ResidentBytes)
{
    /// <summary>Looks at a process and, where the system tells (Linux), its children: nginx works in them.</summary>
    public static ProcessUsage OfTree(int processId)
    {
        var usage = default(ProcessUsage);
        foreach (var id in ChildrenOf(processId).Prepend(processId))
        {
            using var process = Process.GetProcessById(id);
            usage = new(usage.CpuTime + process.TotalProcessorTime, usage.ResidentBytes + process.WorkingSet64);
        }

        return usage;
    }

    private static IEnumerable<int> ChildrenOf(int processId)
    {
        var list = FormattableString.Invariant($"/proc/{processId}/task/{processId}/children");
        if (!File.Exists(list)) return [];
        return File.ReadAllText(list).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static id => int.Parse(id, CultureInfo.InvariantCulture));
    }
}
