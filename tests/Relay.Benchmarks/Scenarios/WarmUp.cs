using Relay.Benchmarks.Load;

namespace Relay.Benchmarks.Scenarios;

/// <summary>
/// Load before anything is timed, so that the runtime has compiled for good what is measured: a .NET process is several
/// times slower in its first seconds.
/// </summary>
internal static class WarmUp
{
    /// <summary>Runs it.</summary>
    public static async Task RunAsync(Course course, CancellationToken cancellationToken)
    {
        Course.Say("warming up");
        var length = TimeSpan.FromSeconds(course.Quick ? 1 : 4);
        foreach (var workload in new[] { Workload.Json1K, Workload.Events })
        {
            foreach (var contestant in course.All)
            {
                var request = RequestBytes.Chat(contestant, workload.Kind, workload.RequestSize);
                await new ClosedLoop(contestant, request, Saturation.Connections, course.Time)
                    .RunAsync(length, cancellationToken);
            }
        }
    }
}
