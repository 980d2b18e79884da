using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using NCrontab;

namespace Relay.Local.Hosting;

/// <summary>A function that runs on a schedule.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schedule">When it runs, in UTC.</param>
/// <param name="RunOnStartup">Whether it also runs when the host starts.</param>
/// <param name="Create">Makes its class, one instance for each run.</param>
/// <param name="Call">Calls it on such an instance.</param>
internal sealed record TimerFunction(
    string Name,
    CrontabSchedule Schedule,
    bool RunOnStartup,
    ObjectFactory Create,
    Func<object, TimerInfo, CancellationToken, Task> Call);
