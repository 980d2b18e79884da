namespace Relay.Azure.Tests.Running;

/// <summary>Stands between the client and the service: what it is given decides whether to send, and what to answer.</summary>
/// <param name="answer">Gets a request, the way to send it on, and the token of the one who waits.</param>
internal sealed class Interception(
    Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, CancellationToken, Task<HttpResponseMessage>> answer)
    : DelegatingHandler(new SocketsHttpHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        answer(request, () => base.SendAsync(request, cancellationToken), cancellationToken);
}
