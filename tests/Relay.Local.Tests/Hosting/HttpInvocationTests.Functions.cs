using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Local.Tests.Hosting;

/// <summary>The functions that the tests host.</summary>
public sealed partial class HttpInvocationTests
{
    public sealed class Failing
    {
        [Function("Before")]
        public Task Before([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "before")] HttpRequest request) =>
            throw new InvalidOperationException("on purpose");

        [Function("BeforeWithHeaders")]
        public Task BeforeWithHeaders(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "before-with-headers")] HttpRequest request)
        {
            request.HttpContext.Response.StatusCode = 201;
            request.HttpContext.Response.Headers["x-prepared"] = "prepared";
            throw new InvalidOperationException("on purpose");
        }

        [Function("HalfPrepared")]
        public Task HalfPrepared(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "half-prepared")] HttpRequest request)
        {
            request.HttpContext.Response.BodyWriter.Write("prepared"u8);
            throw new InvalidOperationException("on purpose");
        }

        [Function("During")]
        public async Task During(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "during")] HttpRequest request)
        {
            await request.HttpContext.Response.WriteAsync("one\n\n");
            await request.HttpContext.Response.WriteAsync("two\n\n");
            throw new InvalidOperationException("broken off");
        }
    }

    public sealed class Steps
    {
        public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Stepping(Steps steps)
    {
        [Function("Steps")]
        public async Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "steps")] HttpRequest request,
            CancellationToken cancellationToken)
        {
            await request.HttpContext.Response.WriteAsync("first\n", cancellationToken);
            try
            {
                await steps.GoOn.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                steps.Cancelled.SetResult();
                throw;
            }
            await request.HttpContext.Response.WriteAsync("last\n", cancellationToken);
        }
    }

    public sealed class Counter
    {
        public int Count { get; set; }
    }

    public sealed class Counting(Counter counter)
    {
        private int _own;

        [Function("Count")]
        public Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "count")] HttpRequest request) =>
            request.HttpContext.Response.WriteAsync($"{++counter.Count}, {++_own}");
    }

    public sealed class Measuring
    {
        [Function("Measure")]
        public async Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "measure")] HttpRequest request,
            CancellationToken cancellationToken)
        {
            var length = 0L;
            var buffer = new byte[81920];
            while (await request.Body.ReadAsync(buffer, cancellationToken) is var count and > 0)
                length += count;
            await request.HttpContext.Response.WriteAsync($"{length}", cancellationToken);
        }
    }
}
