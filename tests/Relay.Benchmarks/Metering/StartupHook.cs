using System.Diagnostics.CodeAnalysis;
using Relay.Benchmarks.Metering;

/// <summary>
/// What the runtime calls in a process that is started with <c>DOTNET_STARTUP_HOOKS</c> naming this assembly: the way to
/// ask an unchanged program what it allocated.
/// https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md
/// </summary>
[SuppressMessage(
    "Design", "CA1050:Declare types in namespaces", Justification = "The runtime looks for this name in no namespace.")]
internal static class StartupHook
{
    public static void Initialize() => AllocationMeter.Serve();
}
