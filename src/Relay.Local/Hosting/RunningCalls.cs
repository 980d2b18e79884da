using Microsoft.AspNetCore.Http;

namespace Relay.Local.Hosting;

/// <summary>Counts the requests that are being served.</summary>
internal sealed class RunningCalls
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Middleware: the first of the pipeline, so that nothing runs uncounted.</summary>
    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _count);
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
