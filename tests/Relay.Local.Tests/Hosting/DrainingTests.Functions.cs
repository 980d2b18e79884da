using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Local.Tests.Hosting;

/// <summary>The functions that the tests host.</summary>
public sealed partial class DrainingTests
{
    public sealed class Gate
    {
        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource TimerRuns { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource TimerCancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Streaming(Gate gate)
    {
        [Function("Stream")]
        public async Task Stream(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stream")] HttpRequest request,
            CancellationToken cancellationToken)
        {
            await request.HttpContext.Response.WriteAsync("first\n", cancellationToken);
            try
            {
                await gate.Open.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                gate.Cancelled.SetResult();
                throw;
            }
            await request.HttpContext.Response.WriteAsync("last\n", cancellationToken);
        }

        [Function("Timer")]
        public async Task Timer(
            [TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken)
        {
            gate.TimerRuns.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            finally
            {
                gate.TimerCancelled.SetResult();
            }
        }
    }
}
