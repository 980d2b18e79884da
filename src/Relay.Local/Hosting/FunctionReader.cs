using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using NCrontab;

namespace Relay.Local.Hosting;

/// <summary>Reads one function from its method, and compiles the call.</summary>
internal sealed class FunctionReader(string name, MethodInfo method)
{
    private static readonly CrontabSchedule.ParseOptions SixFields = new() { IncludingSeconds = true };

    private readonly ParameterInfo[] _parameters = method.GetParameters();

    /// <summary>The function, or null when it has no HTTP trigger.</summary>
    /// <exception cref="FunctionLoadException">It is not as the Functions host would take it.</exception>
    public HttpFunction? ReadHttp()
    {
        if (FindTrigger<HttpTriggerAttribute>(typeof(HttpRequest)) is not { } trigger)
            return null;
        var route = trigger.Route ?? name;
        FunctionRoutes.Check(name, route);
        var pattern = FunctionRoutes.Parse(name, route);
        return new HttpFunction(
            name,
            route,
            [.. trigger.Methods ?? []],
            CreateFactory(),
            Compile<HttpContext>((parameter, context) => BindHttp(parameter, context, pattern)));
    }

    /// <summary>The function, or null when it has no timer trigger.</summary>
    /// <exception cref="FunctionLoadException">It is not as the Functions host would take it.</exception>
    public TimerFunction? ReadTimer()
    {
        if (FindTrigger<TimerTriggerAttribute>(typeof(TimerInfo)) is not { } trigger)
            return null;
        var schedule = CrontabSchedule.TryParse(trigger.Schedule, SixFields) ?? throw Fault(
            $"'{trigger.Schedule}' is not a schedule of six fields (second, minute, hour, day, month, day of week).");
        return new TimerFunction(
            name,
            schedule,
            trigger.RunOnStartup,
            CreateFactory(),
            Compile<TimerInfo>((parameter, timer) => parameter.ParameterType == typeof(TimerInfo) ? timer : null));
    }

    private TTrigger? FindTrigger<TTrigger>(Type parameterType) where TTrigger : Attribute
    {
        var parameter = _parameters.SingleOrDefault(parameter => parameter.IsDefined(typeof(TTrigger)));
        if (parameter is not null && parameter.ParameterType != parameterType)
            throw Fault($"'{parameter.Name}', its trigger, must be {parameterType.Name}.");
        return parameter?.GetCustomAttribute<TTrigger>();
    }

    private ObjectFactory CreateFactory()
    {
        var type = method.DeclaringType!;
        if (method.IsStatic || !method.IsPublic || !type.IsVisible || type.IsAbstract || type.ContainsGenericParameters)
            throw Fault("it must be a public instance method of a public class.");
        return ActivatorUtilities.CreateFactory(type, []);
    }

    private static Expression? BindHttp(ParameterInfo parameter, Expression context, RoutePattern pattern)
    {
        if (parameter.ParameterType == typeof(HttpRequest))
            return Expression.Property(context, nameof(HttpContext.Request));
        if (parameter.ParameterType == typeof(string) && pattern.GetParameter(parameter.Name!) is not null)
            return Expression.Call(((Delegate)RouteValue).Method, context, Expression.Constant(parameter.Name));
        return null;
    }

    private static string? RouteValue(HttpContext context, string key) => context.Request.RouteValues[key] as string;

    private Func<object, TInput, CancellationToken, Task> Compile<TInput>(
        Func<ParameterInfo, Expression, Expression?> bind)
    {
        // The worker serves the answer that the function writes: a value that it returns would be lost on the way.
        if (method.ReturnType != typeof(Task))
            throw Fault("it must return Task.");
        var instance = Expression.Parameter(typeof(object));
        var input = Expression.Parameter(typeof(TInput));
        var cancellationToken = Expression.Parameter(typeof(CancellationToken));
        var arguments = _parameters.Select(parameter =>
            (parameter.ParameterType == typeof(CancellationToken) ? cancellationToken : bind(parameter, input))
            ?? throw Fault($"nothing can be bound to its parameter '{parameter.Name}'."));
        var call = Expression.Call(Expression.Convert(instance, method.DeclaringType!), method, arguments);
        return Expression.Lambda<Func<object, TInput, CancellationToken, Task>>(
            call, instance, input, cancellationToken).Compile();
    }

    private FunctionLoadException Fault(string fault) => new(name, fault);
}
