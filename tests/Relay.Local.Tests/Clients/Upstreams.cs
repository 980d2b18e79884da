using Relay.Local.Tests.Running;
using Relay.Sandbox;

namespace Relay.Local.Tests.Clients;

/// <summary>A relay with the sandbox behind it as a provider of each dialect, and of one only.</summary>
internal static class Upstreams
{
    /// <summary>The upstreams by name, and the one dialect that each speaks.</summary>
    private static readonly (string Name, string Dialect)[] All =
        [("chat", "openai-chat"), ("responses", "openai-responses"), ("messages", "anthropic"), ("gemini", "gemini")];

    private static readonly (string Name, string Model)[] Behaviours =
    [
        ("text", "sandbox"), ("silent", Silent), ("tools", "sandbox:tools"), ("reasoning", "sandbox:reasoning=2"), ("limited", "sandbox:status=429,retry-after=3"), ("agent", "sandbox:script=agent"), ("agent-silent", "sandbox:script=agent,ttft=500,gap=500"),
    ];

    /// <summary>The model that says nothing for so long, before it begins and between its words, that a <see cref="HurriedTime"/> of 100 is to be bridged.</summary>
    private const string Silent = "sandbox:ttft=500,gap=500";

    /// <summary>The names of the upstreams.</summary>
    public static IEnumerable<string> Names => All.Select(upstream => upstream.Name);

    /// <summary>Starts a relay with models such as <c>messages-tools</c>.</summary>
    /// <param name="sandbox">The pretend provider.</param>
    /// <param name="time">The relay's clock; null for the machine's.</param>
    public static Task<RunningRelay> StartAsync(SandboxServer sandbox, TimeProvider? time = null) => RunningRelay.StartAsync($$"""
        {
          "accounts": [{{string.Join(',', All.Select(upstream =>
              $$"""{"id":"{{upstream.Name}}","provider":"sandbox","dialects":["{{upstream.Dialect}}"],"base_url":"{{sandbox.BaseUrl}}","secret":"SANDBOX_API_KEY"}"""))}}],
          "models": [{{string.Join(',', All.SelectMany(upstream => Behaviours.Select(behaviour =>
              $$"""{"name":"{{upstream.Name}}-{{behaviour.Name}}","targets":[{"account":"{{upstream.Name}}","model":"{{behaviour.Model}}"}]}""")))}}]
        }
        """, time);
}
