// A cloud on the ground, half a ball made flat, unit sizes scaled: billows of smoke, dust or powder snow that hide what
// lies behind them, lit by the Sun and, while a fire burns in their midst, by it.
// look: what share of red and of blue light it throws back; tens of metres, the radius of something in its midst that
// ends a ray. strength: 0 nothing to 1 thick, and the fire's share above that.
#ifdef FULL
const int STEPS = 22;
#else
const int STEPS = 11;
#endif

float thickness(vec3 u, bool fine) {
    float out_ = length(u.xy);
    float rim = out_ - 0.72, ends = 1.0 - pow(min(out_, 1.0), 6.0);
    float top = (0.50 + 0.42 * exp(-9.0 * out_ * out_) + 0.26 * exp(-24.0 * rim * rim)) * ends;
    vec3 rolling = u * vec3(5.2, 5.2, 3.4) - vec3(0.0, 0.0, 0.16 * gas_s);
    float rough = noise(rolling + 11.0);
    if (fine) rough = 0.62 * rough + 0.38 * noise(rolling * 2.3 + 4.0);
#ifdef FULL
    if (fine) rough = 0.8 * rough + 0.2 * noise(rolling * 5.1 + 9.0);
#endif
    return clamp((top - u.z) * 2.6 + (rough - 0.62) * 2.6, 0.0, 1.0);
}

vec4 gas(vec3 ray, out float at) {
    vec2 reach = within(ray, vec3(-size.xy, 0.0), vec3(size.xy, 1.15 * size.z));
    float hole = 10.0 * look.z, flat2 = dot(ray.xy, ray.xy), half_b = dot(eye.xy, ray.xy);
    float meets = half_b * half_b - flat2 * (dot(eye.xy, eye.xy) - hole * hole);
    if (meets > 0.0) {
        float t = (-half_b - sqrt(meets)) / flat2;
        if (t > 0.0 && eye.z + ray.z * t < 2.0 * hole) reach.y = min(reach.y, t);
    }
    float step_m = max(reach.y - reach.x, 0.0) / float(STEPS);
    float start = reach.x + step_m * fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
    float thick = min(strength, 1.0), fire = max(strength - 1.0, 0.0);
    float clear = 1.0, where = 0.0, lit_ = 0.0, warm = 0.0;
    vec3 towards = normalize(sun * vec3(1.0, 1.0, 1.6)) * 0.16;
    for (int k = 0; k < STEPS; k++) {
        float t = start + step_m * float(k);
        vec3 u = (eye + ray * t) / size;
        float here = thickness(u, true);
        float hides = 1.0 - exp(-here * thick * step_m * 5.0 / size.z);
        float shaded = thickness(u + towards, false);
        float bright = clamp(0.62 + 0.55 * (here - shaded) + 0.30 * (u.z - 0.3), 0.16, 1.15);
        float share = clear * hides;
        lit_ += share * bright;
        warm += share * exp(-7.0 * dot(u.xy, u.xy) - 2.2 * u.z);
        if (clear > 0.85) where = t;
        clear *= 1.0 - hides;
        if (clear < 0.02) break;
    }
    float covered = 1.0 - clear;
    at = max(where, reach.x);   // where it first hides anything to speak of
    vec3 day = vec3(look.x, 0.5 * (look.x + look.y), look.y) * floor_light * (0.86 * lit_);
    return lit(day + fire * warm * vec3(1.9, 0.66, 0.13), covered);
}
