package org.flatsearch.plugin;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Stands in for a plug-in from another jar, and for each object that it returns, such as the
 * evaluator of a model. This is the only place that catches what plug-ins throw: any exception but
 * those of FlatSearch itself, by which a plug-in refuses its input or a search is ended, becomes a
 * {@link PlugInFailedException} that names the plug-in.
 */
final class PlugInGuard implements InvocationHandler {
  private static final String OWN = "org.flatsearch.";

  private final String name;
  private final Object target;

  private PlugInGuard(String name, Object target) {
    this.name = name;
    this.target = target;
  }

  /**
   * A guard around an object; the object itself if its class is one of FlatSearch's, or implements
   * none of FlatSearch's interfaces.
   *
   * @param name what messages call the plug-in
   */
  static Object around(Object object, String name) {
    if (object instanceof Optional<?> optional) {
      return optional.map(value -> around(value, name));
    }
    if (object == null || isOwn(object.getClass())) {
      return object;
    }
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    for (Class<?> kind = object.getClass(); kind != null; kind = kind.getSuperclass()) {
      for (Class<?> each : kind.getInterfaces()) {
        if (isOwn(each)) {
          interfaces.add(each);
        }
      }
    }
    return interfaces.isEmpty()
        ? object
        : Proxy.newProxyInstance(
            interfaces.iterator().next().getClassLoader(),
            interfaces.toArray(Class<?>[]::new),
            new PlugInGuard(name, object));
  }

  private static boolean isOwn(Class<?> kind) {
    return kind.getName().startsWith(OWN);
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
      return proxy == arguments[0];
    }
    Object result;
    try {
      method.setAccessible(true);
      result = method.invoke(target, unguarded(arguments));
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      boolean isMachines =
          thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
      throw isMachines || isOwn(thrown.getClass()) ? thrown : failure(thrown.toString(), thrown);
    }
    if (result == null && method.getReturnType() != void.class) {
      throw failure(method.getName() + " returned null", null);
    }
    return around(result, name);
  }

  /** A plug-in is given its own objects as it made them. */
  private static Object[] unguarded(Object[] arguments) {
    if (arguments == null) {
      return null;
    }
    Object[] plain = arguments.clone();
    for (int k = 0; k < plain.length; k++) {
      if (plain[k] != null
          && Proxy.isProxyClass(plain[k].getClass())
          && Proxy.getInvocationHandler(plain[k]) instanceof PlugInGuard guard) {
        plain[k] = guard.target;
      }
    }
    return plain;
  }

  private PlugInFailedException failure(String what, Throwable cause) {
    return new PlugInFailedException(
        name + " failed (" + what + "); correct it, or leave its jar out of the class path.",
        cause);
  }
}
