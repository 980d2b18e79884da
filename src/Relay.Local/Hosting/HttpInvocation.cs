using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.Forwarding;

namespace Relay.Local.Hosting;

/// <summary>Serves requests with one function.</summary>
internal sealed partial class HttpInvocation(
    HttpFunction function, TimeSpan functionTimeout, TimeProvider time, ILogger<HttpInvocation> logger)
{
    /// <summary>Calls the function once.</summary>
    /// <remarks>
    /// Its token is cancelled when the caller goes away and at the function time-out. A stopping host leaves
    /// running calls alone: when its grace is over Kestrel aborts what is left, which is the first of the two.
    /// </remarks>
    public async Task InvokeAsync(HttpContext context)
    {
        using var timeout = new CancellationTokenSource(functionTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, timeout.Token);
        try
        {
            await function.Call(function.Create(context.RequestServices, null), context, either.Token);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogCallerLeft(logger, function.Name);
        }
        catch (TruncatedStreamException)
        {
            // The call's record says why.
            LogTruncated(logger, function.Name);
            throw;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            LogFailed(logger, e, function.Name);
            AnswerNothing(context.Response);
        }
        catch (Exception e)
        {
            // Out of here it makes Kestrel send what was written and close, without the body's terminator.
            LogFailed(logger, e, function.Name);
            throw;
        }
    }

    private static void AnswerNothing(HttpResponse response)
    {
        response.Clear();
        response.StatusCode = StatusCodes.Status500InternalServerError;
        // What was written and not flushed cannot be taken back: it must not be read as the next answer.
        response.ContentLength = 0;
        response.Headers.Connection = "close";
    }

    [LoggerMessage(1, LogLevel.Debug, "{Function}: the caller went away.")]
    private static partial void LogCallerLeft(ILogger logger, string function);

    [LoggerMessage(2, LogLevel.Debug, "{Function}: the stream broke off.")]
    private static partial void LogTruncated(ILogger logger, string function);

    [LoggerMessage(3, LogLevel.Error, "{Function} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string function);
}
