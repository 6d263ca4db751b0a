// What the Sun sees of a piece of a rope.
in vec4 pos;
uniform mat4 map_of_world;
in vec4 rope_from, rope_to;

void main(void) {
    vec3 along = normalize(rope_to.xyz - rope_from.xyz);
    vec3 side = normalize(cross(along, abs(along.y) < 0.99 ? vec3(0.0, 1.0, 0.0) : vec3(1.0, 0.0, 0.0)));
    vec4 end = mix(rope_from, rope_to, pos.w);
    gl_Position = map_of_world * vec4(end.xyz + mat3(along, cross(side, along), side) * (end.w * pos.xyz), 1.0);
}
